using Xunit.Sdk;
using Xunit.v3;

// Two cores: a cluster of four processes beside another would make both tell nothing.
[assembly: Parallelization(Mode = ParallelMode.None)]
