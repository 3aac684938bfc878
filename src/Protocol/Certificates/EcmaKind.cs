namespace Sws.Protocol.Certificates;

/// <summary>What a JSON value is once JavaScript has parsed it.</summary>
internal enum EcmaKind
{
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object,
}
