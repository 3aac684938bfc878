using System.Buffers;

namespace Sws.Protocol.Certificates;

/// <summary>
/// Case folding of names: A to Z only. JavaScript's <c>toLowerCase</c> also folds the Kelvin sign to k, so that a name which looks
/// different, and was certified as different, would compare equal.
/// </summary>
internal static class AsciiText
{
    private static readonly SearchValues<char> UpperCase = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static string Fold(string text) =>
        text.AsSpan().ContainsAny(UpperCase)
            ? string.Create(text.Length, text, (folded, source) =>
            {
                for (var i = 0; i < folded.Length; i++)
                {
                    folded[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
                }
            })
            : text;
}
