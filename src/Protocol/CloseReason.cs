using System.Collections.Frozen;

namespace Sws.Protocol;

/// <summary>
/// Why a connection is closed: the one closed table of close codes, reasons, metric tags and retry rules.
/// Texts are constants, so that nothing a peer sent can ever be echoed to it.
/// </summary>
/// <remarks>
/// Codes come from RFC 6455, section 7.4, except 1012-1014, which widespread clients treat as errors.
/// Private codes say by their range whether to try again: 4000-4499 yes, 4500-4999 no.
/// </remarks>
public sealed class CloseReason
{
    // First in the file: static initialisers run in textual order, and each row below adds itself.
    private static readonly List<CloseReason> Rows = [];

    private CloseReason(ushort code, string tag, string text, bool mayRetry, CloseSeverity severity)
    {
        Code = code;
        Tag = tag;
        Text = text;
        MayRetry = mayRetry;
        Severity = severity;
        Rows.Add(this);
        Number = checked((byte)Rows.Count);
    }

    // Normal life and load.

    /// <summary>Either side is done.</summary>
    public static CloseReason Normal { get; } = new(1000, "normal", "Closed normally", false, CloseSeverity.Expected);

    /// <summary>This node goes away; another one takes the session.</summary>
    public static CloseReason Draining { get; } = new(1001, "draining", "Server is draining, connect again", true, CloseSeverity.Expected);

    /// <summary>The peer has been silent for longer than the dead-peer limit.</summary>
    public static CloseReason IdleTimeout { get; } =
        new(4400, "idle_timeout", "No frame arrived for too long", true, CloseSeverity.Expected);

    /// <summary>The outbound queue of the session is full.</summary>
    public static CloseReason SlowConsumer { get; } =
        new(4401, "slow_consumer", "Client reads too slowly", true, CloseSeverity.PeerMistake);

    /// <summary>A connection, message or byte rate was exceeded.</summary>
    public static CloseReason RateLimited { get; } =
        new(4402, "rate_limited", "Too many requests, slow down", true, CloseSeverity.PeerMistake);

    /// <summary>An unexpected failure in this process.</summary>
    public static CloseReason ServerError { get; } = new(1011, "server_error", "Internal server error", true, CloseSeverity.Fault);

    /// <summary>The cluster or the hub's event handler cannot be reached.</summary>
    public static CloseReason BackendUnavailable { get; } =
        new(4403, "backend_unavailable", "Backend is not available", true, CloseSeverity.Operational);

    /// <summary>Messages of a group were missed while the cluster failed: the session cannot go on as if they were not.</summary>
    public static CloseReason MessagesMissed { get; } =
        new(4404, "messages_missed", "Messages were missed, connect anew", true, CloseSeverity.Operational);

    /// <summary>The same session was resumed on another connection.</summary>
    public static CloseReason SessionReplaced { get; } =
        new(4500, "session_replaced", "A newer connection took this session over", false, CloseSeverity.Expected);

    /// <summary>The application behind the hub closed the connection.</summary>
    public static CloseReason ClosedByServer { get; } =
        new(4501, "closed_by_server", "Closed by the application", false, CloseSeverity.Expected);

    // WebSocket frames: RFC 6455, sections 5.2 to 5.5 and 7.4.

    /// <summary>No extension is ever negotiated, so RSV1-3 must be zero.</summary>
    public static CloseReason FrameReservedBits { get; } =
        new(1002, "frame_reserved_bits", "Reserved bits of a frame are set", false, CloseSeverity.PeerMistake);

    /// <summary>Opcodes 3-7 and 11-15 are reserved.</summary>
    public static CloseReason FrameOpcode { get; } = new(1002, "frame_opcode", "Unknown frame opcode", false, CloseSeverity.PeerMistake);

    /// <summary>A control frame carries at most 125 bytes.</summary>
    public static CloseReason FrameControlTooLong { get; } =
        new(1002, "frame_control_too_long", "Control frame is longer than 125 bytes", false, CloseSeverity.PeerMistake);

    /// <summary>A control frame has FIN set.</summary>
    public static CloseReason FrameControlFragmented { get; } =
        new(1002, "frame_control_fragmented", "Control frame is fragmented", false, CloseSeverity.PeerMistake);

    /// <summary>A continuation frame came outside a fragmented message.</summary>
    public static CloseReason FrameContinuation { get; } =
        new(1002, "frame_continuation", "Continuation without a message to continue", false, CloseSeverity.PeerMistake);

    /// <summary>A text or binary frame came before the last fragment.</summary>
    public static CloseReason FrameInterleaved { get; } =
        new(1002, "frame_interleaved", "New message inside a fragmented message", false, CloseSeverity.PeerMistake);

    /// <summary>The rule for this connection requires a mask.</summary>
    public static CloseReason FrameUnmasked { get; } =
        new(1002, "frame_unmasked", "Frame must be masked", false, CloseSeverity.PeerMistake);

    /// <summary>A server masked a frame.</summary>
    public static CloseReason FrameMasked { get; } =
        new(1002, "frame_masked", "Frame must not be masked", false, CloseSeverity.PeerMistake);

    /// <summary>The close frame has one byte of payload, or a code that must not be sent.</summary>
    public static CloseReason ClosePayload { get; } = new(1002, "close_payload", "Malformed close frame", false, CloseSeverity.PeerMistake);

    /// <summary>The length is not in its shortest form, or has its highest bit set.</summary>
    public static CloseReason FrameLength { get; } = new(1002, "frame_length", "Invalid frame length", false, CloseSeverity.PeerMistake);

    /// <summary>A message, or the sum of its fragments, exceeds the message limit.</summary>
    public static CloseReason MessageTooBig { get; } = new(1009, "message_too_big", "Message is too big", false, CloseSeverity.PeerMistake);

    /// <summary>A text message or the reason of a close frame is not UTF-8.</summary>
    public static CloseReason TextNotUtf8 { get; } =
        new(1007, "text_not_utf8", "Text is not valid UTF-8", false, CloseSeverity.PeerMistake);

    // Handshake and records.

    /// <summary>A handshake message exceeds the handshake limit.</summary>
    public static CloseReason HandshakeTooBig { get; } =
        new(1009, "handshake_too_big", "Handshake message is too big", false, CloseSeverity.PeerMistake);

    /// <summary>A handshake message does not parse as a JSON object.</summary>
    public static CloseReason HandshakeNotJson { get; } =
        new(1007, "handshake_not_json", "Handshake message is not valid JSON", false, CloseSeverity.PeerMistake);

    /// <summary>Parsers disagree on which of two equal keys counts.</summary>
    public static CloseReason HandshakeDuplicateKey { get; } =
        new(1007, "handshake_duplicate_key", "Handshake message repeats a JSON key", false, CloseSeverity.PeerMistake);

    /// <summary>The JSON of a handshake message exceeds the depth limit.</summary>
    public static CloseReason HandshakeTooDeep { get; } =
        new(1007, "handshake_too_deep", "Handshake message is nested too deeply", false, CloseSeverity.PeerMistake);

    /// <summary>An application message does not parse in the negotiated protocol.</summary>
    public static CloseReason MessageMalformed { get; } =
        new(1007, "message_malformed", "Message does not parse", false, CloseSeverity.PeerMistake);

    /// <summary>Handshake messages are text.</summary>
    public static CloseReason HandshakeBinary { get; } =
        new(1003, "handshake_binary", "Binary frame during the handshake", false, CloseSeverity.PeerMistake);

    /// <summary>Records are binary.</summary>
    public static CloseReason TextAfterHandshake { get; } =
        new(1003, "text_after_handshake", "Text frame after the handshake", false, CloseSeverity.PeerMistake);

    /// <summary>The hello names a version that does not exist.</summary>
    public static CloseReason HandshakeVersion { get; } =
        new(1002, "handshake_version", "Unknown SWS version", false, CloseSeverity.PeerMistake);

    /// <summary>The opc of a handshake message is unknown.</summary>
    public static CloseReason HandshakeOpcode { get; } =
        new(1002, "handshake_opcode", "Unknown handshake message", false, CloseSeverity.PeerMistake);

    /// <summary>A known handshake message at the wrong time, for example a second hello.</summary>
    public static CloseReason HandshakeOrder { get; } =
        new(1002, "handshake_order", "Handshake message out of order", false, CloseSeverity.PeerMistake);

    /// <summary>The nonce is not an array of exactly 8 integers from 0 to 255.</summary>
    public static CloseReason HandshakeNonce { get; } =
        new(1002, "handshake_nonce", "Handshake nonce is not 8 bytes", false, CloseSeverity.PeerMistake);

    /// <summary>The public key is not an array of exactly 32 integers from 0 to 255.</summary>
    public static CloseReason HandshakePublicKeyShape { get; } =
        new(1002, "handshake_public_key_shape", "Public key is not 32 bytes", false, CloseSeverity.PeerMistake);

    /// <summary>The box is not an array of integers from 0 to 255 of a possible length.</summary>
    public static CloseReason HandshakeBoxShape { get; } =
        new(1002, "handshake_box_shape", "Handshake box has a wrong shape", false, CloseSeverity.PeerMistake);

    /// <summary>The version exists but the hub does not allow it.</summary>
    public static CloseReason HandshakeVersionRefused { get; } =
        new(1008, "handshake_version_refused", "SWS version is not allowed here", false, CloseSeverity.PeerMistake);

    /// <summary>The shared key would not depend on the secret key.</summary>
    public static CloseReason HandshakePublicKeyLowOrder { get; } =
        new(1008, "handshake_public_key_low_order", "Public key has low order", false, CloseSeverity.PeerMistake);

    /// <summary>Bit 255 is set or the value is not below p: an alias of another key.</summary>
    public static CloseReason HandshakePublicKeyNonCanonical { get; } =
        new(1008, "handshake_public_key_non_canonical", "Public key is not canonical", false, CloseSeverity.PeerMistake);

    /// <summary>The peer reflected the key it was given.</summary>
    public static CloseReason HandshakePublicKeyOwn { get; } =
        new(1008, "handshake_public_key_own", "Public key is this side's own", false, CloseSeverity.PeerMistake);

    /// <summary>The same key and nonce were seen before.</summary>
    public static CloseReason HandshakeReplayed { get; } =
        new(1008, "handshake_replayed", "Handshake was replayed", false, CloseSeverity.PeerMistake);

    /// <summary>The box fails its authentication.</summary>
    public static CloseReason HandshakeBoxForged { get; } =
        new(1008, "handshake_box_forged", "Handshake box does not open", false, CloseSeverity.PeerMistake);

    /// <summary>The box opens but does not hold what the version prescribes.</summary>
    public static CloseReason HandshakeReadyPayload { get; } =
        new(1008, "handshake_ready_payload", "Content of the handshake box is invalid", false, CloseSeverity.PeerMistake);

    /// <summary>
    /// The handshake did not end before the absolute deadline. That may be the doing of a network, or of this node when it has too much to do: a
    /// client that came to recover its session must not take it for a refusal.
    /// </summary>
    public static CloseReason HandshakeTimeout { get; } =
        new(4405, "handshake_timeout", "Handshake took too long", true, CloseSeverity.PeerMistake);

    /// <summary>A record fails its authentication; the direction cannot be trusted any more.</summary>
    public static CloseReason RecordForged { get; } = new(1008, "record_forged", "Record does not open", false, CloseSeverity.PeerMistake);

    /// <summary>The recovery token is unknown, expired or bound to another key.</summary>
    public static CloseReason RecoveryRefused { get; } =
        new(1008, "recovery_refused", "Session cannot be recovered", false, CloseSeverity.PeerMistake);

    // Certificates and permission.

    /// <summary>The hub requires a certificate and none came.</summary>
    public static CloseReason CertificateMissing { get; } =
        new(4510, "certificate_missing", "Certificate is required", false, CloseSeverity.PeerMistake);

    /// <summary>The certificate does not parse.</summary>
    public static CloseReason CertificateMalformed { get; } =
        new(4511, "certificate_malformed", "Certificate is malformed", false, CloseSeverity.PeerMistake);

    /// <summary>A peer must present an end certificate, never a self-signed one.</summary>
    public static CloseReason CertificateType { get; } =
        new(4512, "certificate_type", "Certificate has the wrong type", false, CloseSeverity.PeerMistake);

    /// <summary>No trusted authority has the name in the certificate.</summary>
    public static CloseReason CertificateUnknownCa { get; } =
        new(4513, "certificate_unknown_ca", "Certificate authority is not trusted", false, CloseSeverity.PeerMistake);

    /// <summary>The authority's key did not sign this certificate.</summary>
    public static CloseReason CertificateSignature { get; } =
        new(4514, "certificate_signature", "Certificate signature is invalid", false, CloseSeverity.PeerMistake);

    /// <summary>The certificate or its authority is past its end.</summary>
    public static CloseReason CertificateExpired { get; } =
        new(4515, "certificate_expired", "Certificate has expired", false, CloseSeverity.PeerMistake);

    /// <summary>The certified key is not the key of the handshake.</summary>
    public static CloseReason CertificateKeyMismatch { get; } =
        new(4516, "certificate_key_mismatch", "Certificate belongs to another key", false, CloseSeverity.PeerMistake);

    /// <summary>The peer's address is not among the certified ones.</summary>
    public static CloseReason CertificateAddress { get; } =
        new(4517, "certificate_address", "Certificate does not cover this address", false, CloseSeverity.PeerMistake);

    /// <summary>The certificate or its key is on the revocation list.</summary>
    public static CloseReason CertificateRevoked { get; } =
        new(4518, "certificate_revoked", "Certificate is revoked", false, CloseSeverity.PeerMistake);

    /// <summary>The end of the certificate is later than its authority's.</summary>
    public static CloseReason CertificateOutlivesCa { get; } =
        new(4519, "certificate_outlives_ca", "Certificate outlives its authority", false, CloseSeverity.PeerMistake);

    /// <summary>The policy of the hub or its event handler refused the client.</summary>
    public static CloseReason NotAuthorized { get; } = new(4520, "not_authorized", "Not authorized", false, CloseSeverity.PeerMistake);

    /// <summary>Every reason, in the order of the table.</summary>
    public static IReadOnlyList<CloseReason> All { get; } = Rows.AsReadOnly();

    private static readonly FrozenDictionary<string, CloseReason> ByTag = Rows.ToFrozenDictionary(row => row.Tag, StringComparer.Ordinal);

    /// <summary>The code of the close frame: one of 1000-1003, 1007-1009, 1011 or 4000-4999.</summary>
    public ushort Code { get; }

    /// <summary>The reason of the close frame: ASCII, at most 100 bytes, unique in the table.</summary>
    public string Text { get; }

    /// <summary>The value of the metric tag and of structured logs: snake_case, unique in the table.</summary>
    public string Tag { get; }

    /// <summary>Whether the client may connect again without changing anything.</summary>
    public bool MayRetry { get; }

    /// <summary>Who has to care.</summary>
    public CloseSeverity Severity { get; }

    /// <summary>Position in <see cref="All"/> plus one: lets per-connection objects keep a reason in one byte, zero meaning none.</summary>
    internal byte Number { get; }

    /// <summary>Finds a reason by its <see cref="Tag"/>; null when there is none.</summary>
    public static CloseReason? FromTag(string tag) => ByTag.GetValueOrDefault(tag);

    /// <inheritdoc/>
    public override string ToString() => Tag;

    /// <summary>The reason with this <see cref="Number"/>; null for zero.</summary>
    internal static CloseReason? FromNumber(byte number) => number == 0 ? null : All[number - 1];
}
