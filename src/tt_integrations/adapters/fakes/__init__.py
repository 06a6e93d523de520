"""What all fake providers are made of.

A fake provider is a function from request to response with a memory. It is used in process through
`transport.transport_to` and on loopback through `shell.app_of`, and knows neither. It speaks its provider's
language on its own: it must not import the wire, dialect or client modules of our connector, or a mistake
made in both would stay invisible.
"""
