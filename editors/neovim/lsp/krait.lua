-- Krait's configuration for Neovim 0.11 and later: with this folder on 'runtimepath',
--
--     vim.lsp.enable("krait")
--
-- starts the server for Python files. Older ones: lua/krait.lua. Settings: doc/krait.txt.

local krait = require("krait")

---@type vim.lsp.Config
return {
  cmd = krait.defaults.cmd,
  filetypes = krait.defaults.filetypes,
  root_markers = krait.defaults.root_markers,
  settings = krait.defaults.settings,
}
