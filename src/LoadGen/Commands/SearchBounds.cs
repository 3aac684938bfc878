namespace Sws.LoadGen.Commands;

/// <summary>Where to search.</summary>
/// <param name="From">First rate, per second.</param>
/// <param name="To">Highest rate.</param>
/// <param name="WithinPercent">Precision of the answer.</param>
internal sealed record SearchBounds(double From, double To, int WithinPercent);
