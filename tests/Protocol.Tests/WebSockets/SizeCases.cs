namespace Sws.Protocol.Tests.WebSockets;

/// <summary>Sections 9 and 10, up to the default limit of 1 MiB: large messages in one frame, in fragments and in numbers.</summary>
internal static class SizeCases
{
    private const int Mebi = 1 << 20;

    public static IEnumerable<ConformanceCase> All() => [.. OneFrame(), .. Fragments(), .. Many(), Automatic()];

    private static IEnumerable<ConformanceCase> OneFrame()
    {
        int[] sizes = [Mebi / 16, Mebi / 4, Mebi];
        for (var i = 0; i < sizes.Length; i++)
        {
            var (text, bytes) = (FramingCases.Letters(sizes[i]), FramingCases.Bytes(sizes[i]));
            yield return new($"9.1.{i + 1}", $"text of {sizes[i]}", [TestFrame.Text(text)], [Received.Text(text)]);
            yield return new($"9.2.{i + 1}", $"binary of {sizes[i]}", [TestFrame.Binary(bytes)], [Received.Binary(bytes)]);
        }
    }

    private static IEnumerable<ConformanceCase> Fragments()
    {
        int[] sizes = [64, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, Mebi];
        for (var i = 0; i < sizes.Length; i++)
        {
            // Fewer bytes in the smallest fragments keep the case quick; the number of fragments is what they try.
            var length = (int)Math.Min(Mebi, sizes[i] * 2048L);
            var (text, bytes) = (FramingCases.Letters(length), FramingCases.Bytes(length));
            yield return new($"9.3.{i + 1}", $"text in fragments of {sizes[i]}",
                TestFrame.Fragmented(1, text, sizes[i]), [Received.Text(text)]);
            yield return new($"9.4.{i + 1}", $"binary in fragments of {sizes[i]}",
                TestFrame.Fragmented(2, bytes, sizes[i]), [Received.Binary(bytes)]);
        }
    }

    private static IEnumerable<ConformanceCase> Many()
    {
        int[] sizes = [0, 16, 64, 256, 1024, 4096];
        for (var i = 0; i < sizes.Length; i++)
        {
            var count = 200;
            var (text, bytes) = (FramingCases.Letters(sizes[i]), FramingCases.Bytes(sizes[i]));
            yield return new($"9.7.{i + 1}", $"{count} texts of {sizes[i]}",
                [.. Enumerable.Repeat(TestFrame.Text(text), count)], [.. Enumerable.Repeat(Received.Text(text), count)]);
            yield return new($"9.8.{i + 1}", $"{count} binaries of {sizes[i]}",
                [.. Enumerable.Repeat(TestFrame.Binary(bytes), count)], [.. Enumerable.Repeat(Received.Binary(bytes), count)]);
        }
    }

    private static ConformanceCase Automatic()
    {
        var text = FramingCases.Letters(65536);
        return new("10.1.1", "65536 in fragments of 1300", TestFrame.Fragmented(1, text, 1300), [Received.Text(text)]);
    }
}
