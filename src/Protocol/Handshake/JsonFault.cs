namespace Sws.Protocol.Handshake;

/// <summary>Why a handshake text was not accepted as JSON.</summary>
internal enum JsonFault : byte
{
    None,
    NotJson,
    DuplicateKey,
    TooDeep,
    TooManyMembers,
}
