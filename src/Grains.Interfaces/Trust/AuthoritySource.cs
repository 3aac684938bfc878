namespace Sws.Grains.Interfaces.Trust;

/// <summary>Why an authority is trusted. The numbers are wire format.</summary>
[GenerateSerializer, Alias("sws.authority-source")]
public enum AuthoritySource : byte
{
    /// <summary>The silos' configuration names it, or it is the embedded one.</summary>
    Configured = 0,

    /// <summary>It was added while the cluster ran.</summary>
    Added = 1,
}
