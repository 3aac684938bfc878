using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Edges;

/// <summary>What the edges answered.</summary>
/// <param name="Answers">The edges that answered.</param>
/// <param name="IsComplete">Whether all did. Those that did not are sure to assert again what they hold.</param>
internal sealed record ScatterResult<T>(IReadOnlyList<(EdgeAddress Edge, T Answer)> Answers, bool IsComplete);
