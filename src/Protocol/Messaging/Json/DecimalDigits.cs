namespace Sws.Protocol.Messaging.Json;

/// <summary>How many digits a number takes when written in decimal.</summary>
internal static class DecimalDigits
{
    public static int Count(ulong value)
    {
        var digits = 1;
        for (; value >= 10; value /= 10)
        {
            digits++;
        }

        return digits;
    }
}
