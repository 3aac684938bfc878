using System.Runtime.CompilerServices;

namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>The values of the fields a message can have here: published ones are 1–8, additions 100–107.</summary>
[InlineArray(Count)]
internal struct ProtoSlots
{
    public const int Count = 16;

    private ProtoSlot _first;

    /// <summary>The slot of a field number, or -1.</summary>
    public static int IndexOf(int field) => field switch
    {
        >= 1 and <= 8 => field - 1,
        >= ProtoField.FirstAddition and < ProtoField.FirstAddition + 8 => field - ProtoField.FirstAddition + 8,
        _ => -1,
    };

    /// <summary>The field number of a slot.</summary>
    public static int FieldOf(int index) => index < 8 ? index + 1 : index - 8 + ProtoField.FirstAddition;
}
