using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Trials;

public sealed class failures_have_causes
{
    [Theory]
    [InlineData("CUDA out of memory: tried to allocate 512 MiB", "CUDA out of memory: tried to allocate N MiB")]
    [InlineData("loss is NaN at step 3.5\nsecond line", "loss is NaN at step N")]
    [InlineData("conv2d failed", "conv2d failed")]
    [InlineData("The command 'train' ended with exit code 3. Log: /data/my-01a2/2/attempt-1.log\nTraceback:\n  here\nOSError: cannot open set-2.bin", "The command 'train' ended with exit code N: OSError: cannot open set-N.bin")]
    [InlineData("The command 'train' ended with exit code 3. It printed nothing. Log: /data/my-01a2/2/attempt-1.log", "The command 'train' ended with exit code N. It printed nothing.")]
    [InlineData("  ", "The run failed.")]
    public void what_differs_from_run_to_run_is_no_part_of_a_cause(string reason, string cause) => FailureCause.Of(reason, "The run failed.").ShouldBe(cause);
}
