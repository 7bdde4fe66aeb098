namespace Cloud.Embedded.Calls;

/// <summary>Tells the runtime the proxy of a grain interface. Written by the code generator.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GrainProxyAttribute(Type interfaceType, Type proxyType) : Attribute
{
    public Type InterfaceType { get; } = interfaceType;

    public Type ProxyType { get; } = proxyType;
}
