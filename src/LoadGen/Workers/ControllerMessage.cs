using System.Text.Json.Serialization;

namespace Sws.LoadGen.Workers;

/// <summary>What a controller tells a worker; one JSON line each.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PrepareMessage), "prepare")]
[JsonDerivedType(typeof(StartMessage), "start")]
internal abstract record ControllerMessage;
