namespace Sws.Protocol.Handshake;

/// <summary>The <c>opc</c> of a handshake message.</summary>
internal enum HandshakeOpcode : byte
{
    ClientHello = 0,
    ServerHello = 1,
    ClientReady = 2,
}
