namespace Sws.Client.Sessions;

/// <summary>Where a message goes; to each, messages go in the order in which they were sent.</summary>
/// <param name="Message">The type of the message: a user and a group may have the same name.</param>
/// <param name="Name">Group, user or connection; empty for the hub's handler.</param>
internal readonly record struct Recipient(Type Message, string Name);
