import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.flowable.common.engine.impl.history.HistoryLevel;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/** The case on Flowable, embedded, with its full history. */
class OnFlowable extends Contestant {
    private final ProcessEngine engine;

    OnFlowable(Path folder) throws IOException {
        super(folder);
        var configuration = new StandaloneProcessEngineConfiguration();
        configuration.setJdbcUrl(database());
        configuration.setJdbcDriver("org.postgresql.Driver");
        configuration.setJdbcUsername("caselane");
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistoryLevel(HistoryLevel.FULL);
        configuration.setAsyncExecutorActivate(false); // its timers are due in years
        engine = configuration.buildProcessEngine();
        engine.getRepositoryService().createDeployment().enableDuplicateFiltering().name("lifecycle")
            .addInputStream("lifecycle.bpmn", drawing()).deploy();
    }

    String open(Map<String, Object> facts) {
        return engine.getRuntimeService().startProcessInstanceByKey(PROCESS, facts).getId();
    }

    void complete(String id, Map<String, Object> values) {
        var tasks = engine.getTaskService();
        tasks.complete(tasks.createTaskQuery().processInstanceId(id).singleResult().getId(), values);
    }

    void reply(String id) {
        var running = engine.getRuntimeService();
        var waiting = running.createExecutionQuery().processInstanceId(id).messageEventSubscriptionName(REPLY);
        running.messageEventReceived(REPLY, waiting.list().get(0).getId());
    }

    long closed() {
        return engine.getHistoryService().createHistoricProcessInstanceQuery().finished().count();
    }

    public static void main(String[] arguments) throws IOException {
        new OnFlowable(Path.of(arguments[0])).serve();
    }
}
