using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sws.Protocol.Certificates;

/// <summary><c>JSON.stringify</c> (ECMA-262 §25.5.2) of a parsed tree, as UTF-8 without white space.</summary>
internal static class EcmaWriter
{
    // What is escaped, or may be: quotes, control characters, surrogates.
    private static readonly SearchValues<char> NotPlain = SearchValues.Create(
        ['"', '\\', .. Enumerable.Range(0, 0x20).Select(code => (char)code), .. Enumerable.Range(0xd800, 0x800).Select(code => (char)code)]);

    /// <summary>The bytes a certificate's signature is made over.</summary>
    public static byte[] ToUtf8(EcmaValue value) => Encoding.UTF8.GetBytes(ToText(value));

    public static string ToText(EcmaValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, EcmaValue value)
    {
        switch (value.Kind)
        {
            case EcmaKind.Null:
                text.Append("null");
                break;
            case EcmaKind.True:
                text.Append("true");
                break;
            case EcmaKind.False:
                text.Append("false");
                break;
            case EcmaKind.Number:
                EcmaNumber.Append(text, value.Number);
                break;
            case EcmaKind.String:
                AppendString(text, value.Text);
                break;
            case EcmaKind.Array:
                AppendArray(text, value.Items);
                break;
            default:
                AppendObject(text, value.Members);
                break;
        }
    }

    private static void AppendArray(StringBuilder text, IReadOnlyList<EcmaValue> items)
    {
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            Append(text, items[i]);
        }

        text.Append(']');
    }

    private static void AppendObject(StringBuilder text, IReadOnlyList<KeyValuePair<string, EcmaValue>> members)
    {
        text.Append('{');
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            AppendString(text, members[i].Key);
            text.Append(':');
            Append(text, members[i].Value);
        }

        text.Append('}');
    }

    private static void AppendString(StringBuilder text, ReadOnlySpan<char> value)
    {
        text.Append('"');
        if (!value.ContainsAny(NotPlain))
        {
            text.Append(value);
            value = [];
        }

        while (Rune.DecodeFromUtf16(value, out var rune, out var consumed) is var status && consumed > 0)
        {
            if (status != OperationStatus.Done)
            {
                // A lone surrogate has no UTF-8 form; JavaScript prints it as an escape.
                AppendEscape(text, value[0]);
            }
            else if (rune.Value < 0x20 || rune.Value is '"' or '\\')
            {
                AppendEscape(text, (char)rune.Value);
            }
            else
            {
                text.Append(value[..consumed]);
            }

            value = value[consumed..];
        }

        text.Append('"');
    }

    private static void AppendEscape(StringBuilder text, char c)
    {
        _ = c switch
        {
            '"' => text.Append("\\\""),
            '\\' => text.Append("\\\\"),
            '\b' => text.Append("\\b"),
            '\f' => text.Append("\\f"),
            '\n' => text.Append("\\n"),
            '\r' => text.Append("\\r"),
            '\t' => text.Append("\\t"),
            _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        };
    }
}
