-- Commands; the server is started by vim.lsp.enable("krait") or require("krait").setup().

if vim.g.loaded_krait then return end
vim.g.loaded_krait = true

vim.api.nvim_create_user_command("KraitRestart", function() require("krait").restart() end, {
  desc = "Start Krait's server anew",
})
vim.api.nvim_create_user_command("KraitGraph", function() require("krait").graph() end, {
  desc = "Show the cycles of imports in a browser",
})
vim.api.nvim_create_user_command("KraitDoctor", function()
  local program = require("krait").defaults.cmd[1]
  vim.cmd("new")
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.fn.systemlist({ program, "doctor" }))
  vim.bo.buftype = "nofile"
  vim.bo.bufhidden = "wipe"
end, { desc = "Say what Krait finds here, and what is wrong with it" })
