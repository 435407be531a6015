"""The HTML page on this machine alone, drawn again when files change.

`live` is what is shown, `watched` what is followed, `drawing` how it is drawn again, `server` who is answered.
"""
