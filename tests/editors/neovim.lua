-- Krait's plugin (editors/neovim) in a real Neovim, from 0.7 to current ones: see run_neovim.py.
--
-- A step is an edit and what must be shown after it: { "line: code" } for every diagnostic. Nothing
-- sleeps: each step waits for the state that it wants, and fails with the state that it got.

local krait = assert(os.getenv("KRAIT"))
local project = assert(os.getenv("PROJECT"))
local patience_ms = 60000

local function say(text) io.stdout:write(text .. "\n") end
local function leave(code) vim.cmd(code == 0 and "qa!" or "cquit " .. code) end
local function fail(text) say("FAILED: " .. text) leave(1) end

vim.o.swapfile = false
vim.opt.runtimepath:append(assert(os.getenv("PLUGIN")))
vim.cmd("runtime plugin/krait.lua")

local buffer = nil
local exit_code = nil
local versions = {} -- of the sets that came
local plugin = require("krait")
plugin.setup({
  cmd = { krait, "server" },
  client = {
    flags = { debounce_text_changes = 10 },
    handlers = {
      ["textDocument/publishDiagnostics"] = function(err, result, context, config)
        if buffer and result.uri == vim.uri_from_bufnr(buffer) then versions[#versions + 1] = result.version end
        return vim.lsp.diagnostic.on_publish_diagnostics(err, result, context, config or {})
      end,
      ["textDocument/diagnostic"] = function(err, result, context, config) -- newer ones ask instead
        if context.bufnr == buffer and result then versions[#versions + 1] = context.version end
        return vim.lsp.diagnostic.on_diagnostic(err, result, context, config)
      end,
    },
    on_exit = function(code) exit_code = code end,
  },
})

vim.cmd("edit " .. vim.fn.fnameescape(project .. "/main.py"))
buffer = vim.api.nvim_get_current_buf()
vim.bo[buffer].filetype = "python"
if not vim.wait(patience_ms, function() return #plugin.clients() == 1 end, 5) then
  return fail("the server doesn't start")
end
local client_id = plugin.clients()[1].id
vim.cmd("helptags " .. vim.fn.fnameescape(os.getenv("PLUGIN") .. "/doc"))
if not pcall(vim.cmd, "help krait-settings") then return fail("there is no help") end
vim.cmd("helpclose")

local function client() return vim.lsp.get_client_by_id(client_id) end

local function shown()
  local lines = {}
  for _, d in ipairs(vim.diagnostic.get(buffer)) do
    local lsp = d.user_data and d.user_data.lsp or {}
    lines[#lines + 1] = string.format("%d: %s", d.lnum + 1, d.code or lsp.code or "?")
  end
  table.sort(lines)
  return lines
end

local failed = false
local function expect(step, wanted)
  if failed then return end
  local uv = vim.uv or vim.loop
  local start = uv.hrtime()
  -- A first empty state isn't an answer: something must have been published for this step.
  local published = #versions
  local got = vim.wait(patience_ms, function()
    return (#versions > published or step.seen) and vim.deep_equal(shown(), wanted)
  end, 2)
  if got then
    say(string.format("ok: %s (%.0f ms)", step.name, (uv.hrtime() - start) / 1e6))
  else
    failed = true
    say("FAILED: " .. step.name .. ": expected " .. vim.inspect(wanted) .. ", got " .. vim.inspect(shown()))
  end
end

local function edit(first, last, lines) vim.api.nvim_buf_set_lines(buffer, first - 1, last, false, lines) end

local steps = {
  { name = "a file with an error is opened", edit = function() end, expect = { "3: arg-type" }, seen = true },
  { name = "the error is repaired in the unsaved buffer", edit = function() edit(3, 3, { "y = f(1)" }) end, expect = {} },
  { name = "another line is broken", edit = function() edit(4, 4, { "z = '[", "" }) end, expect = { "4: syntax" } },
  { name = "lines above it move it", edit = function() edit(1, 0, { "", "" }) end, expect = { "6: syntax" } },
  { name = "and it is repaired", edit = function() edit(6, 6, { "z = '\u{1F40D}' + '['" }) end, expect = {} },
}
for _, step in ipairs(steps) do
  step.edit()
  expect(step, step.expect)
end
if failed then return leave(1) end

local last = versions[#versions]
if type(last) ~= "number" then return fail("published without a version") end
for i = 2, #versions do
  if versions[i] < versions[i - 1] then return fail("an older version came after a newer one") end
end
say("diagnostics are " .. (client().server_capabilities.diagnosticProvider and "pulled" or "pushed"))
say("offset encoding: " .. tostring(client().offset_encoding))

-- The page of the graph is opened in a browser where Neovim can do that; else the person is told where it is.
local page = nil
if vim.ui.open then
  vim.ui.open = function(uri)
    page = uri
    return nil, nil
  end
end
vim.lsp.handlers["window/showMessage"] = function(_, message) page = message.message end
vim.cmd("KraitGraph")
if not vim.wait(patience_ms, function() return page ~= nil end, 5) then return fail("no graph is shown") end
local file = vim.uri_to_fname((page:gsub("^.* (/.*)%.$", "file://%1")))
local html = table.concat(vim.fn.readfile(file), "\n")
vim.fn.delete(file)
if not (html:find("<html", 1, true) and html:find("main", 1, true)) then return fail("no graph is in " .. file) end
say("ok: :KraitGraph " .. (vim.startswith(page, "file:") and "opens a page" or "names a page"))

client().stop()
if not vim.wait(patience_ms, function() return exit_code ~= nil end, 5) then return fail("the server doesn't exit") end
if exit_code ~= 0 then return fail("the server exits with " .. exit_code) end
say("ok: the server exits")
leave(0)
