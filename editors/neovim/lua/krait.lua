-- Krait for every Neovim from 0.7: `require("krait").setup()` starts the server for Python files, one
-- for each project. Where Neovim can do that by itself (0.11), it is told to, and does.
--
-- What 0.7 lacks is made up for here: finding the project's root, sharing a client between buffers,
-- and asking for the settings.

local M = {}

M.defaults = {
  cmd = { "krait", "server" },
  filetypes = { "python" },
  root_markers = { "mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg", "setup.py", ".git" },
  settings = { krait = { diagnosticMode = "workspace" } },
}

--- The folder of the nearest marker above a file, else the file's own.
function M.root_of(path, markers)
  local own = vim.fn.fnamemodify(path, ":p:h")
  local folder = own
  while true do
    for _, marker in ipairs(markers) do
      local candidate = folder .. "/" .. marker
      if vim.fn.filereadable(candidate) == 1 or vim.fn.isdirectory(candidate) == 1 then return folder end
    end
    local above = vim.fn.fnamemodify(folder, ":h")
    if above == folder then return own end
    folder = above
  end
end

local clients = {} -- by root

--- The client of a project, running. Nothing if the program can't be started.
local function client_for(root, options)
  local id = clients[root]
  if id and vim.lsp.get_client_by_id(id) then return id end
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  -- 0.7 answers workspace/configuration but doesn't say so.
  capabilities.workspace = capabilities.workspace or {}
  capabilities.workspace.configuration = true
  clients[root] = vim.lsp.start_client(vim.tbl_extend("force", {
    name = "krait",
    cmd = options.cmd,
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = vim.fn.fnamemodify(root, ":t") } },
    settings = options.settings,
    capabilities = capabilities,
  }, options.client or {}))
  return clients[root]
end

local function attach(buffer, options)
  local path = vim.api.nvim_buf_get_name(buffer)
  if path == "" or vim.bo[buffer].buftype ~= "" then return end
  local id = client_for(M.root_of(path, options.root_markers), options)
  if id then vim.lsp.buf_attach_client(buffer, id) end
end

local function start_by_hand(options)
  local group = vim.api.nvim_create_augroup("krait", { clear = true })
  vim.api.nvim_create_autocmd("FileType", {
    group = group,
    pattern = options.filetypes,
    callback = function(event) attach(event.buf, options) end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do -- those that were opened before
    local is_ours = vim.tbl_contains(options.filetypes, vim.bo[buffer].filetype)
    if vim.api.nvim_buf_is_loaded(buffer) and is_ours then attach(buffer, options) end
  end
end

--- Starts Krait for Python files. `options`: cmd, filetypes, root_markers, settings, and `client`,
--- what vim.lsp.start_client takes beside these.
function M.setup(options)
  options = vim.tbl_deep_extend("force", M.defaults, options or {})
  if vim.fn.has("nvim-0.11") == 1 then
    local given = vim.deepcopy(options)
    given.client = nil
    vim.lsp.config("krait", vim.tbl_extend("force", given, options.client or {}))
    vim.lsp.enable("krait")
  else
    start_by_hand(options)
  end
end

--- The running clients, by whichever function this Neovim has for them.
function M.clients()
  local all = (vim.lsp.get_clients or vim.lsp.get_active_clients)()
  return vim.tbl_filter(function(client) return client.name == "krait" end, all)
end

--- Stops the servers and starts others for the buffers that are open.
function M.restart()
  local stopping = M.clients()
  for _, client in ipairs(stopping) do vim.lsp.stop_client(client.id) end
  clients = {}
  vim.wait(2000, function() return #M.clients() == 0 end, 20)
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local is_ours = vim.tbl_contains(M.defaults.filetypes, vim.bo[buffer].filetype)
    if vim.api.nvim_buf_is_loaded(buffer) and is_ours then
      vim.api.nvim_exec_autocmds("FileType", { buffer = buffer, modeline = false })
    end
  end
end

--- Has the server write the page of the graph of imports. It asks for it to be shown, or tells where
--- it is, if this Neovim can't show it.
function M.graph()
  local client = M.clients()[1]
  if not client then return vim.notify("Krait isn't running here", vim.log.levels.WARN) end
  local params = { command = "krait.showGraph" }
  client.request("workspace/executeCommand", params, function(problem)
    if problem then vim.notify("Krait: " .. problem.message, vim.log.levels.ERROR) end
  end)
end

return M
