using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Users;

namespace Sws.Grains.Interfaces;

/// <summary>
/// References to the grains of the hot path. By id and interface type: <c>GetGrain&lt;T&gt;(key)</c> reads attributes by
/// reflection on every call, which was 3 % of the CPU of a connect.
/// </summary>
public static class GrainFactoryExtensions
{
    private static readonly GrainType SessionType = GrainType.Create("sws.session");
    private static readonly GrainInterfaceType SessionInterface = GrainInterfaceType.Create("sws.session");
    private static readonly GrainType GroupType = GrainType.Create("sws.group");
    private static readonly GrainInterfaceType GroupInterface = GrainInterfaceType.Create("sws.group");
    private static readonly GrainType UserDirectoryType = GrainType.Create("sws.user-directory");
    private static readonly GrainInterfaceType UserDirectoryInterface = GrainInterfaceType.Create("sws.user-directory");

    /// <summary>The grain of one session.</summary>
    /// <param name="grains">The factory.</param>
    /// <param name="connectionId">The session's connection id.</param>
    public static ISessionGrain GetSession(this IGrainFactory grains, string connectionId) =>
        (ISessionGrain)grains.GetGrain(GrainId.Create(SessionType, connectionId), SessionInterface);

    /// <summary>The grain of one group.</summary>
    /// <param name="grains">The factory.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="group">The group.</param>
    public static IGroupGrain GetGroup(this IGrainFactory grains, string hub, string group) =>
        (IGroupGrain)grains.GetGrain(GrainId.Create(GroupType, GroupKey.Of(hub, group)), GroupInterface);

    /// <summary>The directory grain that keeps a user's sessions.</summary>
    /// <param name="grains">The factory.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="userId">The user.</param>
    public static IUserDirectoryGrain GetUserDirectory(this IGrainFactory grains, string hub, string userId) =>
        (IUserDirectoryGrain)grains.GetGrain(GrainId.Create(UserDirectoryType, UserBucket.Key(hub, UserBucket.Of(userId))), UserDirectoryInterface);
}
