using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sws.LoadGen.Workers;

/// <summary>
/// JSON messages, one a line, over two streams: a worker's standard input and output, or an agent's TCP connection, where a seal
/// on each line keeps others out. Sending is thread-safe; receiving is for one caller.
/// </summary>
internal sealed class MessageChannel(Stream input, Stream output, LineSeal? seal = null) : IAsyncDisposable
{
    // A progress line holds three compressed histograms of at most some 10 kB each.
    private const int MaxLineChars = 4 << 20;

    private readonly StreamReader _reader = new(input, Encoding.UTF8);
    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Sends one message.</summary>
    public Task SendAsync<T>(T message, JsonTypeInfo<T> type) => SendLineAsync(JsonSerializer.Serialize(message, type));

    /// <summary>Receives the next message; null when the other end is gone.</summary>
    /// <exception cref="InvalidDataException">A line that is not a message, or whose seal is wrong.</exception>
    public async Task<T?> ReceiveAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        var line = await ReceiveLineAsync(cancellation).ConfigureAwait(false);
        try
        {
            return line is null ? null : JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            throw new InvalidDataException("The other end sent a line that is not one of our messages.");
        }
    }

    /// <summary>Sends one line of text.</summary>
    public async Task SendLineAsync(string line)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes((seal?.Seal(line) ?? line) + "\n")).ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Receives one line of text; null at the end.</summary>
    /// <exception cref="InvalidDataException">The line's seal is wrong, or it is too long.</exception>
    public async Task<string?> ReceiveLineAsync(CancellationToken cancellation)
    {
        string? line;
        try
        {
            line = await _reader.ReadLineAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }

        return line switch
        {
            null => null,
            { Length: > MaxLineChars } => throw new InvalidDataException("The other end sent a line that is too long."),
            _ when seal is null => line,
            _ => seal.Open(line) ?? throw new InvalidDataException("The other end sent a line with a wrong seal."),
        };
    }

    /// <summary>Closes both streams.</summary>
    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        try
        {
            await output.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The other end is gone: nothing to flush to.
        }

        _sending.Dispose();
    }
}
