using Sws.Grains.Interfaces.Users;

namespace Sws.Grains.Tests.Users;

public class UserBucketTests
{
    // A changed bucket would hide a user's sessions during a rolling update.
    [Theory]
    [InlineData("", 5)]
    [InlineData("alice", 61)]
    [InlineData("bob", 39)]
    [InlineData("Zoë", 16)]
    public void Of_KnownUser_SameForEver(string userId, int bucket) => Assert.Equal(bucket, UserBucket.Of(userId));

    [Fact]
    public void Of_ManyUsers_AllBucketsUsedEvenly()
    {
        int[] counts = new int[UserBucket.Count];
        for (int number = 0; number < 6400; number++)
        {
            counts[UserBucket.Of("user-" + number)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 50, 150));
    }

    [Theory]
    [InlineData("chat", 0)]
    [InlineData("a.b-c", 63)]
    public void Parse_Key_RoundTrip(string hub, int bucket) => Assert.Equal((hub, bucket), UserBucket.Parse(UserBucket.Key(hub, bucket)));
}
