namespace Sws.Grains.Interfaces.Users;

/// <summary>
/// The live sessions of one bucket of a hub's users. A bucket, not a grain per user: with the default user ids (public
/// keys) a grain per user would double the activations of every connect. Key: <see cref="UserBucket"/>.
/// </summary>
[GrainInterfaceType("sws.user-directory"), Alias("sws.user-directory")]
public interface IUserDirectoryGrain : IGrainWithStringKey
{
    /// <summary>A session of a user began.</summary>
    [Alias("Add")]
    ValueTask AddAsync(string userId, string connectionId);

    /// <summary>A session of a user ended.</summary>
    [Alias("Remove")]
    ValueTask RemoveAsync(string userId, string connectionId);

    /// <summary>The connection ids of a user's live sessions.</summary>
    [Alias("Find")]
    ValueTask<IReadOnlyList<string>> FindAsync(string userId);
}
