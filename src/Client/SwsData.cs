using System.Text;
using System.Text.Json;
using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>Makes payloads and reads them.</summary>
public static class SwsData
{
    /// <summary>A text.</summary>
    public static MessageData Text(string text) => new(DataKind.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes. They are not copied: leave them alone until the send has completed.</summary>
    public static MessageData Binary(ReadOnlyMemory<byte> bytes) => new(DataKind.Binary, bytes);

    /// <summary>Any value, serialised as JSON.</summary>
    public static MessageData Json<T>(T value, JsonSerializerOptions? options = null)
        => new(DataKind.Json, JsonSerializer.SerializeToUtf8Bytes(value, options ?? JsonSerializerOptions.Web));

    /// <summary>The text of a text payload, the source of a JSON one.</summary>
    /// <exception cref="InvalidOperationException">The payload is neither.</exception>
    public static string AsText(this MessageData data) => data.Kind is DataKind.Text or DataKind.Json
        ? Encoding.UTF8.GetString(data.Bytes.Span)
        : throw new InvalidOperationException($"The payload is {data.Kind}, not text.");

    /// <summary>The value of a JSON payload.</summary>
    /// <exception cref="InvalidOperationException">The payload is not JSON.</exception>
    /// <exception cref="JsonException">The JSON is not a <typeparamref name="T"/>.</exception>
    public static T? AsJson<T>(this MessageData data, JsonSerializerOptions? options = null) => data.Kind == DataKind.Json
        ? JsonSerializer.Deserialize<T>(data.Bytes.Span, options ?? JsonSerializerOptions.Web)
        : throw new InvalidOperationException($"The payload is {data.Kind}, not JSON.");
}
