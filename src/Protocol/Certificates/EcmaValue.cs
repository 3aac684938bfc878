namespace Sws.Protocol.Certificates;

/// <summary>
/// A JSON value as JavaScript holds it after <c>JSON.parse</c>: numbers are doubles, strings are UTF-16 (lone surrogates allowed),
/// and an object's members are in the order in which JavaScript enumerates them.
/// </summary>
/// <remarks>
/// Certificates are signed over what JavaScript prints, so the signature is checked against this tree, and authorisation reads the
/// same tree. Two parsers that disagree about one document would let a signed text mean something else than was checked.
/// </remarks>
internal sealed class EcmaValue
{
    // Keys and signatures are arrays of bytes: a hundred numbers in each certificate.
    private static readonly EcmaValue[] Bytes = [.. Enumerable.Range(0, 256).Select(value => new EcmaValue(EcmaKind.Number) { Number = value })];

    private EcmaValue(EcmaKind kind) => Kind = kind;

    public static EcmaValue Null { get; } = new(EcmaKind.Null);

    public static EcmaValue True { get; } = new(EcmaKind.True);

    public static EcmaValue False { get; } = new(EcmaKind.False);

    public EcmaKind Kind { get; }

    /// <summary>The value of a number; may be infinite, since <c>1e400</c> is.</summary>
    public double Number { get; private init; }

    /// <summary>The text of a string; empty for every other kind.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The elements of an array; empty for every other kind.</summary>
    public IReadOnlyList<EcmaValue> Items { get; private init; } = [];

    /// <summary>The members of an object in enumeration order; empty for every other kind.</summary>
    public IReadOnlyList<KeyValuePair<string, EcmaValue>> Members { get; private init; } = [];

    public static EcmaValue From(double number) =>
        number is >= 0 and <= 255 && number == (int)number && !double.IsNegative(number) ? Bytes[(int)number] : new(EcmaKind.Number) { Number = number };

    public static EcmaValue From(string text) => new(EcmaKind.String) { Text = text };

    public static EcmaValue From(IReadOnlyList<EcmaValue> items) => new(EcmaKind.Array) { Items = items };

    public static EcmaValue From(EcmaMembers members) => new(EcmaKind.Object) { Members = members.InEnumerationOrder() };

    /// <summary>An array of integers, as certificates carry byte strings.</summary>
    public static EcmaValue From(ReadOnlySpan<byte> bytes)
    {
        var items = new EcmaValue[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            items[i] = From((double)bytes[i]);
        }

        return From(items);
    }

    /// <summary>The member of that name, or null when this is no object or has none.</summary>
    public EcmaValue? Member(string name)
    {
        foreach (var (key, value) in Members)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }
}
