"""The network that an address lies in: what somebody who takes another address does not leave."""

from __future__ import annotations

_PREFIX = {4: 24, 6: 64}
"""Bits that all addresses of a network have in common, by version of the protocol."""
_UNKNOWN = "unknown"


def network_of(address: str) -> str:
    """The /24 of IPv4, the /64 of IPv6; what is no address is of one network, `unknown`.

    IPv4 within IPv6 (`::ffff:198.51.100.7`) is IPv4; zones (`fe80::1%eth0`) count for nothing.
    """
    # Imported late: most functions count nothing by network.
    from ipaddress import IPv6Address, ip_address, ip_network

    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return _UNKNOWN
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return str(ip_network((parsed.packed, _PREFIX[parsed.version]), strict=False))
