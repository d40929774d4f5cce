using ArchOpt.FakeService;

if (args is ["apphost", .. var options])
{
    StandInAppHost.Run(options);
    return Environment.ExitCode;
}

return await StandInService.RunAsync(args);
