namespace Sws.Grains.Interfaces.Trust;

/// <summary>What became of a change. The numbers are wire format.</summary>
[GenerateSerializer, Alias("sws.trust-outcome")]
public enum TrustOutcome : byte
{
    /// <summary>It is stored, and in force everywhere within two seconds.</summary>
    Done = 0,

    /// <summary>It was so already.</summary>
    Unchanged = 1,

    /// <summary>There is no such authority, entry or grant.</summary>
    NotFound = 2,

    /// <summary>The certificate is no usable authority's, or the role is none.</summary>
    Invalid = 3,

    /// <summary>The list is full.</summary>
    Full = 4,
}
