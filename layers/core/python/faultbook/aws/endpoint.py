"""Where a service is. A test holds these to botocore's rules, Region by Region."""

from dataclasses import dataclass

from faultbook.settings import AwsSettings

# Of a Region's name: its partition's domain, and that of hosts with IPv6.
_DOMAINS = {
    "cn-": ("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    "eusc-": ("amazonaws.eu", "api.amazonwebservices.eu"),
}
_COMMERCIAL = ("amazonaws.com", "api.aws")
_ISOLATED = ("us-iso", "eu-iso")
_GOVERNMENT = "us-gov-"  # its ordinary hosts are the validated ones


class UnsuitableSettings(RuntimeError):
    """The environment wants something that the signed client does not have; botocore does."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`is_amazon`: a host of the commercial Regions, which Amazon's own roots vouch for."""

    host: str
    port: int
    is_secure: bool
    is_amazon: bool

    @property
    def authority(self) -> str:
        """As the Host header says it, so without the scheme's own port."""
        usual = self.port == (443 if self.is_secure else 80)
        return self.host if usual else f"{self.host}:{self.port}"


def endpoint_of(service: str, settings: AwsSettings) -> Endpoint:
    """Raises UnsuitableSettings."""
    if settings.endpoint_url:
        return _given(settings.endpoint_url)
    host = host_of(service, settings.region, fips=settings.fips, dual_stack=settings.dual_stack)
    return Endpoint(host, 443, is_secure=True, is_amazon=host.endswith(_COMMERCIAL))


def host_of(service: str, region: str, *, fips: bool = False, dual_stack: bool = False) -> str:
    """Raises UnsuitableSettings."""
    if not region or region.startswith(_ISOLATED):
        raise UnsuitableSettings(f"The signed client knows no endpoint of {region or 'no Region'}.")
    domains = next((own for start, own in _DOMAINS.items() if region.startswith(start)), None)
    domain = (domains or _COMMERCIAL)[dual_stack]
    validated = fips and (dual_stack or not region.startswith(_GOVERNMENT))
    return f"{service}{'-fips' if validated else ''}.{region}.{domain}"


def _given(url: str) -> Endpoint:
    scheme, _, rest = url.partition("://")
    authority, _, path = rest.partition("/")
    host, _, port = authority.partition(":")
    if scheme not in {"http", "https"} or not host or path or not (port or "0").isdecimal():
        raise UnsuitableSettings(f"The signed client takes no endpoint like {url}.")
    is_secure = scheme == "https"
    return Endpoint(host, int(port or (443 if is_secure else 80)), is_secure, is_amazon=False)
