#include "project/recorded_files.h"

#include <catch2/catch_test_macros.hpp>

#include "support/memory_files.h"

using namespace krait;
using project::RecordedFiles;
using tests::MemoryFiles;

namespace {

/// A disk, a check that looked at it, and the disk later.
struct World {
    std::shared_ptr<MemoryFiles> files =
        std::make_shared<MemoryFiles>(std::initializer_list<std::pair<const char*, const char*>>{
            {"/work/a.py", "import b\n"}, {"/work/b.py", "x = 1\n"}});
    RecordedFiles recorded{files};

    World() {
        (void)recorded.list("/work");
        (void)recorded.is_file("/work/b/__init__.py");
        (void)recorded.is_file("/work/b.pyi");
        (void)recorded.is_dir("/work/b");
        (void)recorded.is_file("/work/b.py");
        (void)recorded.read("/work/a.py");
        (void)recorded.read("/work/b.py");
    }
    /// Files with other texts; nothing if there is more to it.
    [[nodiscard]] std::optional<std::vector<std::string>> edited(std::size_t most) const {
        const auto seen = recorded.seen();
        REQUIRE(seen);
        const auto content = [this](const std::string& path) {
            const auto text = files->read(path);
            return text ? project::digest_of_content(*text) : base::Digest{};
        };
        return project::other_texts(*seen, *files, content, most);
    }
    [[nodiscard]] bool unchanged() const { return edited(1) == std::vector<std::string>{}; }
};

}  // namespace

TEST_CASE("Files that nobody touched are seen again as they were") {
    CHECK(World().unchanged());
}

TEST_CASE("Another text, and a file that is gone, are news") {
    World edited;
    edited.files->write("/work/b.py", "x = 2\n");
    CHECK_FALSE(edited.unchanged());
    World deleted;
    deleted.files->remove("/work/b.py");
    CHECK_FALSE(deleted.unchanged());
}

TEST_CASE("So is a file where one was looked for in vain") {
    World stub;
    stub.files->write("/work/b.pyi", "x: str\n");
    CHECK_FALSE(stub.unchanged());
    World package;
    package.files->write("/work/b/__init__.py", "");
    CHECK_FALSE(package.unchanged());
}

TEST_CASE("What can't be a module comes and goes unnoticed") {
    World world;
    world.files->write("/work/.a.py.swp", "");
    world.files->write("/work/notes.txt", "");
    world.files->write("/work/__pycache__/b.pyc", "");
    CHECK(world.unchanged());
}

TEST_CASE("A file that changes while it is looked at makes no record") {
    World world;
    world.files->write("/work/b.py", "x = 2\n");
    (void)world.recorded.read("/work/b.py");
    CHECK_FALSE(world.recorded.seen());
}

TEST_CASE("A few other texts are told apart from all other news") {
    World world;
    world.files->write("/work/b.py", "x = 2\n");
    CHECK(world.edited(1) == std::vector<std::string>{"/work/b.py"});
    world.files->write("/work/a.py", "import b as c\n");
    CHECK_FALSE(world.edited(1));
    CHECK(world.edited(2) == std::vector<std::string>{"/work/a.py", "/work/b.py"});
    world.files->write("/work/b.pyi", "x: str\n");
    CHECK_FALSE(world.edited(2));
}

TEST_CASE("What is seen later is added, and may differ in the texts of edited files alone") {
    World world;
    const auto before = world.recorded.seen();
    world.files->write("/work/b.py", "x = 2\n");
    const RecordedFiles later(world.files);
    (void)later.read("/work/b.py");
    (void)later.is_file("/work/c.py");
    const std::vector<std::string> edited{"/work/b.py"};
    const auto all = project::with_news(*before, *later.seen(), edited);
    REQUIRE(all);
    CHECK(all->at("/work").at("b.py").content == project::digest_of_content("x = 2\n"));
    CHECK(all->at("/work").at("b.py").is_file == true);
    CHECK(all->at("/work").at("c.py").is_file == false);
    CHECK(all->at("/work").at("a.py") == before->at("/work").at("a.py"));
    CHECK_FALSE(project::with_news(*before, *later.seen(), {}));
}
