"""The service's HTTP door: provider webhooks and the small API beside them."""
