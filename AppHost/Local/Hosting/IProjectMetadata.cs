namespace Aspire.Hosting;

/// <summary>Where a project is; the build writes one implementation per referenced program into the namespace Projects.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The absolute path of the project file.</summary>
    string ProjectPath { get; }

    bool SuppressBuild => false;
}

/// <summary>A project whose assembly is known, so that it starts without the build system.</summary>
public interface IBuiltProject : IProjectMetadata
{
    /// <summary>The absolute path of the assembly that was built.</summary>
    string TargetPath { get; }

    bool IProjectMetadata.SuppressBuild => true;
}

/// <summary>A resource that others find by name, as <c>services__name__scheme__0</c>.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;
