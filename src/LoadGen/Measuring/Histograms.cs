using HdrHistogram;
using HdrHistogram.Utilities;

namespace Sws.LoadGen.Measuring;

/// <summary>Making, merging and moving HDR histograms. All values are whole µs.</summary>
internal static class Histograms
{
    /// <summary>Largest recorded duration: ten minutes, longer than any timeout of the generator.</summary>
    public const long HighestMicroseconds = 600_000_000;

    /// <summary>Three digits: within 0.1 % of the true value, the usual choice of wrk2 and its kin.</summary>
    public const int SignificantDigits = 3;

    /// <summary>An empty histogram.</summary>
    public static LongHistogram Create() => new(1, HighestMicroseconds, SignificantDigits);

    /// <summary>The histogram as base64 of HdrHistogram's compressed V2 form; empty text for an empty histogram.</summary>
    public static string Encode(HistogramBase histogram)
    {
        if (histogram.TotalCount == 0)
        {
            return "";
        }

        var buffer = ByteBuffer.Allocate(histogram.GetNeededByteBufferCapacity());
        var length = histogram.EncodeIntoCompressedByteBuffer(buffer);
        var bytes = new byte[length];
        buffer.Position = 0;
        for (var i = 0; i < length; i++)
        {
            bytes[i] = buffer.Get();
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>Adds a histogram that <see cref="Encode"/> made to another one.</summary>
    public static void AddEncoded(HistogramBase sum, string encoded)
    {
        if (encoded.Length > 0)
        {
            sum.Add(HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(Convert.FromBase64String(encoded)), HighestMicroseconds));
        }
    }

    /// <summary>The value at a percentile (0–100) in µs; 0 when nothing was recorded.</summary>
    public static long At(HistogramBase histogram, double percentile) =>
        histogram.TotalCount == 0 ? 0 : histogram.GetValueAtPercentile(percentile);

    /// <summary>The largest value in µs; 0 when nothing was recorded.</summary>
    public static long Max(HistogramBase histogram) => histogram.TotalCount == 0 ? 0 : histogram.GetMaxValue();

    /// <summary>How many recorded values are greater than a bound, to the histogram's precision.</summary>
    public static long CountAbove(HistogramBase histogram, long microseconds) =>
        histogram.RecordedValues().Where(v => v.ValueIteratedTo > microseconds).Sum(v => v.CountAtValueIteratedTo);
}
