using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Sws.Grains.Interfaces.Users;

/// <summary>Which directory grain keeps a user.</summary>
public static class UserBucket
{
    /// <summary>Buckets per hub. Enough to spread over silos and cores, few enough to be asked for at a refill.</summary>
    public const int Count = 64;

    private const int StackBytes = 512;

    /// <summary>The bucket of a user, 0 to <see cref="Count"/> − 1; the same on every node.</summary>
    /// <param name="userId">The user.</param>
    public static int Of(string userId)
    {
        int most = Encoding.UTF8.GetMaxByteCount(userId.Length);
        Span<byte> bytes = most <= StackBytes ? stackalloc byte[StackBytes] : new byte[most];
        int length = Encoding.UTF8.GetBytes(userId, bytes);
        return (int)(XxHash32.HashToUInt32(bytes[..length]) % Count);
    }

    /// <summary>The grain key of one bucket.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="bucket">The bucket.</param>
    public static string Key(string hub, int bucket) => string.Create(CultureInfo.InvariantCulture, $"{hub}\n{bucket}");

    /// <summary>Splits a grain key.</summary>
    /// <param name="key">A key made by <see cref="Key"/>.</param>
    public static (string Hub, int Bucket) Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        int split = key.LastIndexOf('\n');
        return (key[..split], int.Parse(key.AsSpan(split + 1), CultureInfo.InvariantCulture));
    }
}
