using System.Text.Json.Serialization;

namespace Sws.LoadGen.Workers;

/// <summary>What a worker tells its controller; one JSON line each.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AliveMessage), "alive")]
[JsonDerivedType(typeof(ConnectingMessage), "connecting")]
[JsonDerivedType(typeof(ReadyMessage), "ready")]
[JsonDerivedType(typeof(MeasuringMessage), "measuring")]
[JsonDerivedType(typeof(ProgressMessage), "progress")]
[JsonDerivedType(typeof(StoppedMessage), "stopped")]
[JsonDerivedType(typeof(ResultMessage), "result")]
[JsonDerivedType(typeof(FailedMessage), "failed")]
internal abstract record WorkerMessage;
