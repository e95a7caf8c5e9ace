#include "server/inbox.h"

namespace krait::server {

void Inbox::on_diagnostics(project::FileDiagnostics result) {
    {
        std::lock_guard lock(mutex_);
        auto [at, fresh] = by_path_.try_emplace(result.path, results_.diagnostics.size());
        if (fresh) {
            results_.diagnostics.push_back(std::move(result));
        } else {
            results_.diagnostics[at->second] = std::move(result);
        }
    }
    wake_();
}

void Inbox::on_progress(const project::Progress& progress) {
    {
        std::lock_guard lock(mutex_);
        results_.progress = progress;
        results_.idle = false;  // there is work again
    }
    wake_();
}

void Inbox::on_idle() {
    {
        std::lock_guard lock(mutex_);
        results_.idle = true;
    }
    wake_();
}

void Inbox::on_message(std::string_view text) {
    {
        std::lock_guard lock(mutex_);
        results_.messages.emplace_back(text);
    }
    wake_();
}

void Inbox::on_reply(Reply reply) {
    {
        std::lock_guard lock(mutex_);
        results_.replies.push_back(std::move(reply));
    }
    wake_();
}

void Inbox::forget_idle() {
    std::lock_guard lock(mutex_);
    results_.idle = false;
}

Results Inbox::take() {
    std::lock_guard lock(mutex_);
    by_path_.clear();
    Results taken = std::exchange(results_, {});
    taken.folder = folder_;
    return taken;
}

}  // namespace krait::server
