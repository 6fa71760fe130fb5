namespace Snackable.Sandbox;

/// <summary>Addresses as people type them.</summary>
internal static class PrintedAddress
{
    /// <summary>The same address with the name of this machine where it only has its loopback number.</summary>
    public static Uri ForPeople(this Uri address) => address.IsLoopback ? new UriBuilder(address) { Host = "localhost" }.Uri : address;
}
