// handlers_commands.cpp: workspace/executeCommand.

#include "server/features/code_actions.h"
#include "server/handlers.h"

namespace krait::server {

std::vector<std::string> command_names() {
    return {features::kHowToInstall};
}

/// In a message, not in a terminal: which environment a package belongs into, and by which tool it
/// gets there, is the person's to say.
static void say_how_to_install(Session& session, const std::string& package) {
    const std::string python = session.settings.python_executable.value_or("");
    session.client.show(protocol::MessageType::Info,
                        "Its types are in the package " + package + ": `" +
                            (python.empty() ? "python3" : python) + " -m pip install " + package +
                            "` installs it.");
}

void execute_command(Session& session, const protocol::RequestId& id,
                     const protocol::ExecuteCommandParams& params) {
    if (params.command != features::kHowToInstall || params.arguments.empty()) {
        return session.client.refuse(id, protocol::ErrorCode::InvalidParams,
                                     "There is no such command: " + params.command);
    }
    say_how_to_install(session, params.arguments.front());
    session.client.answer(id, "null");
}

}  // namespace krait::server
