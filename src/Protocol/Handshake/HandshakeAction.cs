namespace Sws.Protocol.Handshake;

/// <summary>What the owner of a handshake does after a step.</summary>
public enum HandshakeAction
{
    /// <summary>Send <see cref="HandshakeStep.Text"/> as one text message, then wait for the next one.</summary>
    Send,

    /// <summary>The handshake is done; take the keys.</summary>
    Complete,

    /// <summary>Send <see cref="HandshakeStep.Text"/>; the handshake is done, take the keys.</summary>
    SendAndComplete,

    /// <summary>Close the connection with <see cref="HandshakeStep.Failure"/>. The keys are already zeroed.</summary>
    Fail,
}
