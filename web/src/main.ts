// The page's script; `make web` builds it.
document.documentElement.classList.add("ready");
