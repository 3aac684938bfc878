using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>
/// One protobuf message whose fields can be asked for by number. Unknown fields are skipped. The <c>Try</c> methods return false for a
/// value of the wrong wire type and for a field that occurs twice: no encoder writes that for these messages, and parsers differ in
/// what they make of it.
/// </summary>
internal ref struct ProtoMessageView
{
    private readonly ReadOnlySpan<byte> _bytes;
    private ProtoSlots _slots;

    private ProtoMessageView(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
    }

    /// <summary>Whether there were fields nobody here knows.</summary>
    public bool HasUnknown { get; private set; }

    public static bool TryParse(ReadOnlySpan<byte> bytes, out ProtoMessageView view)
    {
        view = new ProtoMessageView(bytes);
        var reader = new ProtoReader(bytes);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var field, out var wire))
            {
                return false;
            }

            var index = ProtoSlots.IndexOf(field);
            if (index < 0 || wire is not (WireType.Varint or WireType.Length))
            {
                view.HasUnknown = true;
                if (!reader.TrySkip(wire))
                {
                    return false;
                }
            }
            else if (!TryReadSlot(ref reader, wire, ref view._slots[index]))
            {
                return false;
            }
        }

        return true;
    }

    public readonly bool Has(int field) => Slot(field).Count > 0;

    /// <summary>A string that may be absent or, the same in proto3, empty: null.</summary>
    public readonly bool TryString(int field, out string? value)
    {
        value = null;
        if (!TryBytes(field, out var bytes) || !Utf8.IsValid(bytes))
        {
            return false;
        }

        value = bytes.IsEmpty ? null : Encoding.UTF8.GetString(bytes);
        return true;
    }

    /// <summary>A required name or id of 1 to <see cref="MessageLimits.MaxNameBytes"/> UTF-8 bytes.</summary>
    public readonly bool TryName(int field, [NotNullWhen(true)] out string? value) =>
        TryOptionalName(field, out value) && value is not null;

    public readonly bool TryOptionalName(int field, out string? value)
    {
        value = null;
        return TryBytes(field, out var bytes) && bytes.Length <= MessageLimits.MaxNameBytes && TryString(field, out value);
    }

    public readonly bool TryNumber(int field, out ulong? value)
    {
        var slot = Slot(field);
        value = slot.Count > 0 ? slot.Number : null;
        return slot.Count == 0 || slot is { Count: 1, Wire: WireType.Varint };
    }

    /// <summary>An <c>int32</c>: the low 32 bits, as other parsers take it.</summary>
    public readonly bool TryInt32(int field, out int? value)
    {
        var valid = TryNumber(field, out var number);
        value = number is { } bits ? unchecked((int)bits) : null;
        return valid;
    }

    public readonly bool TryBool(int field, out bool value)
    {
        var valid = TryNumber(field, out var number);
        value = number is > 0;
        return valid;
    }

    /// <summary>The bytes of a length-delimited field; empty when it is absent.</summary>
    public readonly bool TryBytes(int field, out ReadOnlySpan<byte> value)
    {
        var slot = Slot(field);
        value = _bytes.Slice(slot.Start, slot.Length);
        return slot.Count == 0 || slot is { Count: 1, Wire: WireType.Length };
    }

    /// <summary>A message within this one; an empty view when it is absent.</summary>
    public readonly bool TryMessage(int field, out bool exists, out ProtoMessageView value)
    {
        exists = Has(field);
        value = default;
        return TryBytes(field, out var bytes) && TryParse(bytes, out value);
    }

    /// <summary>The number of the only field present apart from <paramref name="besides"/>; 0 if there is none, -1 if several.</summary>
    public readonly int OnlyField(int besides = 0)
    {
        var only = 0;
        for (var index = 0; index < ProtoSlots.Count; index++)
        {
            var field = ProtoSlots.FieldOf(index);
            if (_slots[index].Count > 0 && field != besides)
            {
                only = only == 0 ? field : -1;
            }
        }

        return only;
    }

    private static bool TryReadSlot(ref ProtoReader reader, WireType wire, ref ProtoSlot slot)
    {
        if (wire == WireType.Varint)
        {
            var valid = reader.TryReadVarint(out var number);
            slot = new ProtoSlot(slot.Count + 1, wire, number, 0, 0);
            return valid;
        }

        if (!reader.TryReadBytes(out var bytes))
        {
            return false;
        }

        slot = new ProtoSlot(slot.Count + 1, wire, 0, reader.Position - bytes.Length, bytes.Length);
        return true;
    }

    private readonly ProtoSlot Slot(int field) => _slots[ProtoSlots.IndexOf(field)];
}
