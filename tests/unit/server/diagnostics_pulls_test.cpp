// When an editor that asks for diagnostics is asked to ask again.

#include "server/diagnostics_pulls.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <vector>

using namespace krait;
using namespace krait::server;

namespace {

class Sent final : public Transport {
public:
    void send(std::string content, const std::string&) override { all.push_back(content); }
    [[nodiscard]] std::ptrdiff_t refreshes() const {
        return std::count_if(all.begin(), all.end(), [](const std::string& one) {
            return one.find("workspace/diagnostic/refresh") != std::string::npos;
        });
    }
    std::vector<std::string> all;
};

struct Editor {
    Sent sent;
    Client client{sent};
    DiagnosticsPulls pulls{client};
    std::int64_t asked = 0;

    void check_says(const std::string& path, std::int32_t revision, const std::string& what) {
        pulls.put(path, {"file://" + path, revision, revision, "[" + what + "]", what});
    }
    void pull(const std::string& path, std::int32_t revision) {
        pulls.ask(protocol::RequestId(++asked), path, revision, std::nullopt);
    }
    void hear_refresh(std::int64_t id) {
        client.answered({protocol::RequestId(id), protocol::Payload{}});
    }
};

}  // namespace

TEST_CASE("an open file that changes by an edit elsewhere is asked for before all is checked") {
    Editor editor;
    editor.check_says("/b.py", 1, "1");
    editor.pull("/b.py", 1);
    editor.check_says("/b.py", 1, "2");
    CHECK(editor.sent.refreshes() == 1);
    editor.pulls.idle();
    CHECK(editor.sent.refreshes() == 1);
}

TEST_CASE("who hasn't heard yet is not asked once more before all is checked") {
    Editor editor;
    for (const std::string path : {"/b.py", "/c.py"}) {
        editor.check_says(path, 1, "1");
        editor.pull(path, 1);
    }
    editor.check_says("/b.py", 1, "2");
    editor.check_says("/c.py", 1, "2");
    CHECK(editor.sent.refreshes() == 1);
    editor.pulls.idle();
    CHECK(editor.sent.refreshes() == 2);
    editor.hear_refresh(2);
    editor.check_says("/c.py", 1, "3");
    CHECK(editor.sent.refreshes() == 3);
}

TEST_CASE("of what is edited itself an editor asks without being asked to") {
    Editor editor;
    editor.check_says("/b.py", 1, "1");
    editor.pull("/b.py", 1);
    editor.pulls.document_changed("/b.py", 2);
    editor.check_says("/b.py", 2, "2");
    CHECK(editor.sent.refreshes() == 0);
    editor.pull("/b.py", 2);
    editor.pulls.idle();
    CHECK(editor.sent.refreshes() == 0);
}
