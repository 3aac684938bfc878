using System.Buffers.Binary;
using Sws.Protocol.Crypto;
using Sws.Protocol.Records;
using Sws.Protocol.Tests.Crypto;

namespace Sws.Protocol.Tests.Records;

public sealed class RecordTests
{
    private static readonly byte[] Key = Hex.Bytes("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");

    /// <summary>Counters around which something carries or wraps.</summary>
    public static TheoryData<ulong> Starts =>
        [0, 1, 0xfe, 0xff, 0xffff, 0x7fff_fffe, 0xffff_fffe, 0xffff_ffff, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff, ulong.MaxValue - 1, ulong.MaxValue];

    [Theory]
    [MemberData(nameof(Starts))]
    public void Seal_FromAnyCounter_UsesTheCounterThreeTimesAndCountsOn(ulong start)
    {
        using var sealer = new RecordSealer(Key, Nonce8(start));
        ulong counter = start;
        for (int i = 0; i < 4; i++)
        {
            byte[] record = Plain("hello"u8);
            sealer.Seal(record);

            byte[] opened = new byte[5];
            byte[] nonce = [.. Nonce8(counter), .. Nonce8(counter), .. Nonce8(counter)];
            Assert.True(SecretBox.TryOpen(record, nonce, Key, opened), $"record {i} of a direction that starts at {start}");
            Assert.Equal("hello"u8, opened);
            counter = unchecked(counter + 1);
        }
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void TryOpen_RecordsInOrder_OpensAll(ulong start)
    {
        using var sealer = new RecordSealer(Key, Nonce8(start));
        using var opener = new RecordOpener(Key, Nonce8(start));
        for (int length = 0; length < 70; length++)
        {
            byte[] plaintext = new byte[length];
            SecureRandom.Fill(plaintext);
            byte[] record = Plain(plaintext);
            sealer.Seal(record);

            Assert.True(opener.TryOpen(record, record.AsSpan(RecordSealer.Overhead)));
            Assert.Equal(plaintext, record[RecordSealer.Overhead..]);
        }
    }

    [Fact]
    public void TryOpen_AnyByteChanged_RefusesWithoutCounting()
    {
        using var sealer = new RecordSealer(Key, Nonce8(7));
        using var opener = new RecordOpener(Key, Nonce8(7));
        byte[] record = Plain("payload"u8);
        sealer.Seal(record);
        for (int i = 0; i < record.Length; i++)
        {
            record[i] ^= 0x80;
            Assert.False(opener.TryOpen(record, new byte[7]));
            record[i] ^= 0x80;
        }

        Assert.True(opener.TryOpen(record, new byte[7]));
    }

    [Fact]
    public void TryOpen_RepeatedSkippedOrSwapped_Refuses()
    {
        using var sealer = new RecordSealer(Key, Nonce8(0));
        byte[][] records = [Plain("a"u8), Plain("b"u8), Plain("c"u8)];
        foreach (byte[] record in records)
        {
            sealer.Seal(record);
        }

        using var opener = new RecordOpener(Key, Nonce8(0));
        byte[] plaintext = new byte[1];
        Assert.False(opener.TryOpen(records[1], plaintext));
        Assert.True(opener.TryOpen(records[0], plaintext));
        Assert.False(opener.TryOpen(records[0], plaintext));
        Assert.False(opener.TryOpen(records[2], plaintext));
        Assert.True(opener.TryOpen(records[1], plaintext));
        Assert.True(opener.TryOpen(records[2], plaintext));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    public void TryOpen_Truncated_Refuses(int length)
    {
        using var sealer = new RecordSealer(Key, Nonce8(0));
        using var opener = new RecordOpener(Key, Nonce8(0));
        byte[] record = Plain("ab"u8);
        sealer.Seal(record);

        Assert.False(opener.TryOpen(record.AsSpan(0, length), new byte[Math.Max(0, length - 16)]));
    }

    [Fact]
    public void TryOpen_OtherKeyOrOtherCounter_Refuses()
    {
        using var sealer = new RecordSealer(Key, Nonce8(5));
        byte[] record = Plain("ab"u8);
        sealer.Seal(record);
        byte[] otherKey = [.. Key];
        otherKey[31] ^= 1;

        using var otherKeyOpener = new RecordOpener(otherKey, Nonce8(5));
        using var otherNonceOpener = new RecordOpener(Key, Nonce8(6));

        Assert.False(otherKeyOpener.TryOpen(record, new byte[2]));
        Assert.False(otherNonceOpener.TryOpen(record, new byte[2]));
    }

    [Fact]
    public void Dispose_ThenUse_Throws()
    {
        var sealer = new RecordSealer(Key, Nonce8(0));
        var opener = new RecordOpener(Key, Nonce8(0));
        sealer.Dispose();
        opener.Dispose();

        Assert.Throws<ObjectDisposedException>(() => sealer.Seal(new byte[16]));
        Assert.Throws<ObjectDisposedException>(() => opener.TryOpen(new byte[16], []));
        Assert.Equal("RecordSealer", sealer.ToString());
        Assert.Equal("RecordOpener", opener.ToString());
    }

    [Fact]
    public void Calls_WrongLengthsOfOurs_Throw()
    {
        using var sealer = new RecordSealer(Key, Nonce8(0));
        using var opener = new RecordOpener(Key, Nonce8(0));

        Assert.Throws<ArgumentException>(() => new RecordSealer(Key, new byte[24]));
        Assert.Throws<ArgumentException>(() => new RecordOpener(new byte[16], Nonce8(0)));
        Assert.Throws<ArgumentException>(() => sealer.Seal(new byte[15]));
        Assert.Throws<ArgumentException>(() => opener.TryOpen(new byte[20], new byte[3]));
    }

    [Fact]
    public void Constructors_PerConnectionObjects_AreOneSmallObjectEach()
    {
        byte[] nonce = Nonce8(0);
        _ = new RecordSealer(Key, nonce);
        _ = new RecordOpener(Key, nonce);

        // Header and type 16, key 32, counter 8, disposed flag 8 with padding: these are held once per connection each.
        Assert.Equal(64, AllocatedBy(() => new RecordSealer(Key, nonce)));
        Assert.Equal(64, AllocatedBy(() => new RecordOpener(Key, nonce)));
    }

    [Fact]
    public void SealAndOpen_Steady_AllocateNothing()
    {
        using var sealer = new RecordSealer(Key, Nonce8(0));
        using var opener = new RecordOpener(Key, Nonce8(0));
        byte[] record = Plain("warm"u8);
        sealer.Seal(record);
        Assert.True(opener.TryOpen(record, record.AsSpan(16)));

        Assert.Equal(0, AllocatedBy(() =>
        {
            sealer.Seal(record);
            return opener.TryOpen(record, record.AsSpan(16)) ? null : "refused";
        }));
    }

    private static long AllocatedBy(Func<object?> action)
    {
        // The least of several runs: a collection in between can charge its own allocations to this thread.
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            object? result = action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            GC.KeepAlive(result);
        }

        return least;
    }

    private static byte[] Nonce8(ulong counter)
    {
        byte[] nonce = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(nonce, counter);
        return nonce;
    }

    private static byte[] Plain(ReadOnlySpan<byte> plaintext) => [.. new byte[RecordSealer.Overhead], .. plaintext];
}
