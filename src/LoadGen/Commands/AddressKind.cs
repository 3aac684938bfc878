namespace Sws.LoadGen.Commands;

/// <summary>How the direct scenario names its receivers.</summary>
internal enum AddressKind
{
    /// <summary>By connection id.</summary>
    Connection,

    /// <summary>By user id.</summary>
    User,
}
