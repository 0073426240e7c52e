"""Profiles as STIX 2.1 objects: https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html."""
