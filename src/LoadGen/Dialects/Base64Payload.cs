using System.Buffers;
using System.Buffers.Text;

namespace Sws.LoadGen.Dialects;

/// <summary>
/// Payloads in protocols of text: base64, so that a message of N bytes is a string of N characters. The sender's payload is a quarter
/// shorter then; servers see the same number of bytes in every protocol.
/// </summary>
internal static class Base64Payload
{
    [ThreadStatic]
    private static byte[]? _scratch;

    /// <summary>Bytes of payload that make a string of so many characters, or the few less that base64 allows without padding.</summary>
    public static int BytesFor(int characters) => characters / 4 * 3;

    /// <summary>Encodes; valid until the thread's next call.</summary>
    public static ReadOnlySpan<byte> Encode(ReadOnlySpan<byte> payload)
    {
        var scratch = Scratch(Base64.GetMaxEncodedToUtf8Length(payload.Length));
        return Base64.EncodeToUtf8(payload, scratch, out _, out var written) == OperationStatus.Done ? scratch.AsSpan(0, written) : default;
    }

    /// <summary>Decodes; valid until the thread's next call. False for anything that is not base64.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> payload)
    {
        var scratch = Scratch(text.Length);
        var done = Base64.DecodeFromUtf8(text, scratch, out _, out var written) == OperationStatus.Done;
        payload = done ? scratch.AsSpan(0, written) : default;
        return done;
    }

    private static byte[] Scratch(int length) => _scratch is { } own && own.Length >= length ? own : _scratch = new byte[Math.Max(length, 4096)];
}
