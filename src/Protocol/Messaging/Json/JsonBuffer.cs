using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sws.Protocol.Messaging.Json;

/// <summary>A JSON writer with its buffer, one per thread and used again for each message, so that encoding allocates its result only.</summary>
internal sealed class JsonBuffer
{
    // A larger buffer is dropped after use: one big message must not pin its size to the thread. Most messages are far below 64 KiB.
    private const int LargestKept = 64 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        // Valid JSON, but shorter: the escapes of the default encoder serve JSON inside HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static JsonBuffer? _perThread;

    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    private JsonBuffer()
    {
        Writer = new Utf8JsonWriter(_bytes, Options);
    }

    public Utf8JsonWriter Writer { get; }

    /// <summary>Takes this thread's buffer; nobody else has it until <see cref="Finish"/>.</summary>
    public static JsonBuffer Take()
    {
        var buffer = _perThread ?? new JsonBuffer();
        _perThread = null;
        return buffer;
    }

    /// <summary>What was written; gives the buffer back. If the encoder threw instead, the buffer is simply lost.</summary>
    public byte[] Finish()
    {
        Writer.Flush();
        var result = _bytes.WrittenSpan.ToArray();
        if (_bytes.Capacity <= LargestKept)
        {
            _bytes.ResetWrittenCount();
            Writer.Reset();
            _perThread = this;
        }

        return result;
    }
}
