using System.Runtime.Versioning;
using Xunit.Sdk;
using Xunit.v3;

// Two cores: a thousand sessions beside a test with a deadline would make both tell nothing.
[assembly: Parallelization(Mode = ParallelMode.None)]

// File modes and signals.
[assembly: SupportedOSPlatform("linux")]
[assembly: SupportedOSPlatform("macos")]
