using System.Runtime.CompilerServices;

namespace Sws.Protocol.Messaging.Json;

/// <summary>Where the value of each <see cref="JsonField"/> is; an empty range = absent.</summary>
[InlineArray(Count)]
internal struct JsonSlices
{
    /// <summary>Number of fields, <see cref="JsonField.None"/> included.</summary>
    public const int Count = (int)JsonField.MaxGroups + 1;

    private (int Start, int Length) _first;
}
