using System.Buffers.Binary;
using System.Text;
using Sws.Grains.Interfaces;

namespace Sws.Grains.Log;

/// <summary>
/// The stored form of a message: format byte, kind, sender, excepted session, data. Strings are a length of four bytes,
/// little endian, −1 for none, and UTF-8.
/// </summary>
internal static class LogBody
{
    private const byte Format = 1;
    private const int HeadBytes = 2;

    public static byte[] Encode(LogRecord record)
    {
        int length = HeadBytes + Length(record.FromUserId) + Length(record.ExceptConnectionId) + record.Data.Bytes.Length;
        byte[] body = new byte[length];
        body[0] = Format;
        body[1] = (byte)record.Data.Kind;
        Span<byte> rest = Write(body.AsSpan(HeadBytes), record.FromUserId);
        rest = Write(rest, record.ExceptConnectionId);
        record.Data.Bytes.CopyTo(rest);
        return body;
    }

    /// <summary>Reads a message back.</summary>
    /// <exception cref="FormatException">Not the stored form of a message: the store is damaged, or of a later version.</exception>
    public static LogEntry Decode(ulong offset, ReadOnlySpan<byte> body)
    {
        if (body.Length < HeadBytes || body[0] != Format)
        {
            throw Damaged();
        }

        ReadOnlySpan<byte> rest = body[HeadBytes..];
        string? from = Read(ref rest);
        string? except = Read(ref rest);
        return new LogEntry(offset, from, new Payload((PayloadKind)body[1], rest.ToArray()), except);
    }

    private static int Length(string? text) => sizeof(int) + (text is null ? 0 : Encoding.UTF8.GetByteCount(text));

    private static Span<byte> Write(Span<byte> destination, string? text)
    {
        int written = text is null ? -1 : Encoding.UTF8.GetBytes(text, destination[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination, written);
        return destination[(sizeof(int) + Math.Max(written, 0))..];
    }

    private static string? Read(ref ReadOnlySpan<byte> rest)
    {
        if (!BinaryPrimitives.TryReadInt32LittleEndian(rest, out int length) || length < -1 || length > rest.Length - sizeof(int))
        {
            throw Damaged();
        }

        rest = rest[sizeof(int)..];
        if (length < 0)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }

    private static FormatException Damaged() => new("A stored message is damaged or of a later version.");
}
