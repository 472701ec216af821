"""Network addresses, and how much of one may be kept."""

from ipaddress import ip_address, ip_network

KEPT_BITS = {4: 24, 6: 48}


def truncated(address: str) -> str:
    """The network an address belongs to, `203.0.113.0/24`; empty for what is not an address."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{known}/{KEPT_BITS[known.version]}", strict=False))
