using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ArchOpt.Architecture.Tests;

/// <summary>What an assembly's metadata says it uses and declares; read without loading it.</summary>
internal sealed class CompiledAssembly
{
    public CompiledAssembly(string name, string file)
    {
        Name = name;
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        References = [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        UsedMembers = [.. metadata.MemberReferences.Select(handle => Member(metadata, metadata.GetMemberReference(handle))).OfType<string>()];
        MutableStaticFields = [.. metadata.FieldDefinitions.Select(handle => metadata.GetFieldDefinition(handle)).Where(field => IsMutableStatic(field, metadata))
            .Select(field => $"{TypeName(metadata, field.GetDeclaringType())}.{metadata.GetString(field.Name)}")];
        Types = [.. metadata.TypeDefinitions.Select(handle => new DeclaredType(metadata, handle))];
    }

    public string Name { get; }

    /// <summary>Simple names of referenced assemblies.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>Members of other assemblies that the code mentions, as Namespace.Type.Member.</summary>
    public IReadOnlyList<string> UsedMembers { get; }

    /// <summary>Visible static fields that anybody may overwrite.</summary>
    public IReadOnlyList<string> MutableStaticFields { get; }

    public IReadOnlyList<DeclaredType> Types { get; }

    internal static string TypeName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }

    private static bool IsMutableStatic(FieldDefinition field, MetadataReader metadata)
    {
        var visible = (field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem or FieldAttributes.Assembly;
        var fixedValue = field.Attributes.HasFlag(FieldAttributes.InitOnly) || field.Attributes.HasFlag(FieldAttributes.Literal);
        return visible && field.Attributes.HasFlag(FieldAttributes.Static) && !fixedValue && !metadata.GetString(field.Name).Contains('<', StringComparison.Ordinal);
    }

    private static string FullName(MetadataReader metadata, TypeReference type) => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";

    private static string? Member(MetadataReader metadata, MemberReference member) => member.Parent.Kind == HandleKind.TypeReference
        ? $"{FullName(metadata, metadata.GetTypeReference((TypeReferenceHandle)member.Parent))}.{metadata.GetString(member.Name)}"
        : null;
}

/// <summary>A type as its metadata declares it.</summary>
internal sealed class DeclaredType
{
    public DeclaredType(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        Namespace = metadata.GetString(type.Namespace);
        Name = metadata.GetString(type.Name);
        IsSealed = type.Attributes.HasFlag(TypeAttributes.Sealed);
        IsStatic = IsSealed && type.Attributes.HasFlag(TypeAttributes.Abstract);
        IsPublic = (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public;
        var parent = type.BaseType.Kind == HandleKind.TypeReference ? metadata.GetTypeReference((TypeReferenceHandle)type.BaseType) : default;
        IsEnum = type.BaseType.Kind == HandleKind.TypeReference && metadata.GetString(parent.Name) == "Enum";
        IsRecord = type.GetMethods().Any(method => metadata.GetString(metadata.GetMethodDefinition(method).Name) == "<Clone>$");
        Setters = [.. type.GetProperties().Select(property => metadata.GetPropertyDefinition(property))
            .Where(property => !property.GetAccessors().Setter.IsNil && !IsInitOnly(metadata, property.GetAccessors().Setter))
            .Select(property => metadata.GetString(property.Name))];
    }

    public string Namespace { get; }

    public string Name { get; }

    public bool IsPublic { get; }

    public bool IsSealed { get; }

    public bool IsStatic { get; }

    public bool IsEnum { get; }

    public bool IsRecord { get; }

    /// <summary>Properties that can be changed after construction.</summary>
    public IReadOnlyList<string> Setters { get; }

    // An init accessor returns void modreq(IsExternalInit): the modifier is the byte 0x1F before the return type.
    private static bool IsInitOnly(MetadataReader metadata, MethodDefinitionHandle setter)
    {
        var signature = metadata.GetBlobReader(metadata.GetMethodDefinition(setter).Signature);
        signature.ReadSignatureHeader();
        signature.ReadCompressedInteger();
        return signature.ReadSignatureTypeCode() == SignatureTypeCode.RequiredModifier;
    }
}
